"""What may be recorded, and how it is proved. Importing this pulls in nothing."""
