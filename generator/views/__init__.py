"""Registry -> pages. A page's view is plain data that holds everything the page shows; nothing here knows HTML."""
