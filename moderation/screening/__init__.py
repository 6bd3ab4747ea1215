"""Reading messages before they are sent: contact details, wording, safety. Pure functions over tables."""
