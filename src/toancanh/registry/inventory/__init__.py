"""What organisations declare about their cameras: campaigns, spreadsheets, what is wrong in them, what they change."""
