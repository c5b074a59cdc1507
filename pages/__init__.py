"""What the site's pages are made of: pure functions over rows of the database. The plugins in datasette/ ask and answer."""
