"""The calendars that school days and business days are counted by."""
