"""The programme's console pages, by what they show."""
