"""Working days, due dates and filing deadlines: arithmetic over dates, without clock, files or pages."""
