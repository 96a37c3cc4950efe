"""What looks again and again: at streams every two seconds, at pictures every five minutes."""
