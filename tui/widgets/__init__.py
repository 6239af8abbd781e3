"""What is on the screen: widgets that show data and report in the field's words."""
