/** Makes a photo small before it leaves the phone. What the camera wrote beside the picture stays behind. */

/** Points along the longer side, and quality: the first that is small enough goes. */
const STEPS = [[1600, 0.82], [1600, 0.68], [1280, 0.68], [1280, 0.5], [960, 0.5]];
const ENOUGH = 280_000;

/**
 * @param {Blob} file
 * @returns {Promise<{blob: Blob, picture: ImageBitmap | null}>} the file itself where this browser cannot open it
 */
export async function shrink(file) {
  // Older browsers know no such option, and turn the picture upright by themselves or not at all.
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" })
    .catch(() => createImageBitmap(file)).catch(() => null);
  if (!picture) return { blob: file, picture };
  let blob = file;
  for (const [longest, quality] of STEPS) {
    blob = (await draw(picture, longest, quality)) ?? blob;
    if (blob.size <= ENOUGH) break;
  }
  return { blob, picture };
}

/**
 * @param {ImageBitmap} picture
 * @param {number} longest
 * @param {number} quality
 * @returns {Promise<Blob | null>}
 */
function draw(picture, longest, quality) {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
