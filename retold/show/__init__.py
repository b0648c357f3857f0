"""A trace as text, as JSON, as one HTML page."""
