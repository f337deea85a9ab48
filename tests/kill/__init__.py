"""Killing crawls at random moments, and counting what that costs."""
