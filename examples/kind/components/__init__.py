"""What the platform installs: one module per row of the checklist, and the machinery they share."""
