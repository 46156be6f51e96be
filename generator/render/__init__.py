"""Renders page views to HTML files, within the chrome from Material's own templates."""
