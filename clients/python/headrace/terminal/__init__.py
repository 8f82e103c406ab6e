"""The `headrace` command's parts."""
