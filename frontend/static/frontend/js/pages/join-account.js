/** The time zone of this device is chosen for the newcomer, if it is on the list. */

const zone = /** @type {HTMLSelectElement | null} */ (document.querySelector("#time_zone[data-guess]"));
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zone && [...zone.options].some(({ value }) => value === here)) zone.value = here;
