"""The same API as HTTP and JSON, for clients that do not speak gRPC."""
