"""What requests cost a property, and what it has left."""
