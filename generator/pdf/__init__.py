"""Page views -> PDF files: notices, the handbook of all procedures, posters of halls. No browser is needed."""
