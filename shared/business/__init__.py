"""What happens in an organisation's business: its events' API, loops, publishing, and twins."""
