"""What people send along with their words, made safe before it is kept."""
