"""The pages that whoever runs a desk answers for: privacy, accessibility, promises, imprint."""
