/** The page of exports: says that the file is being made, and lists it once it has come. */

import { watchForm } from "../dom/making.js";
import { refresher } from "../dom/refresh.js";

const form = document.querySelector("form.export");

if (form instanceof HTMLFormElement) watchForm(form, "make", refresher("#made-so-far"));
