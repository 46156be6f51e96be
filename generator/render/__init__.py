"""Rendering: page views -> HTML files, in the chrome that Material's own templates make."""
