"""Make pages from the registry. A page's view is plain data with everything the page shows; HTML is made later."""
