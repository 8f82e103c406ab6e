"""Reports: from requests in the words of the Data API to SQL and back."""
