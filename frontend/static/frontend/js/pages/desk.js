/** The desk: the families' rooms, live. The list is the same as at home; the door (the socket) is the desk's own. */

import "./home.js";
