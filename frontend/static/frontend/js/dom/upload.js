/** Sends a photo with its progress, and again under the same id while the line is bad: that makes it one photo. */

const PATIENCE = [2, 5, 10, 30];

/**
 * @typedef {object} Options
 * @property {string} address
 * @property {() => FormData} form
 * @property {AbortSignal} signal
 * @property {(share: number) => void} onProgress
 * @property {() => void} onWait the line is down; it goes on by itself
 */

/**
 * @param {Options} options
 * @returns {Promise<FileInfo>} rejected with a Refusal that trying again would not change
 */
export async function upload(options) {
  for (let tries = 0; ; tries++) {
    const answer = await once(options);
    if ("id" in answer) return answer;
    if (!answer.retry || options.signal.aborted) throw answer;
    options.onWait();
    await pause(answer.wait ?? PATIENCE[Math.min(tries, PATIENCE.length - 1)], options.signal);
  }
}

/**
 * @param {Options} options
 * @returns {Promise<FileInfo | Refusal>}
 */
function once({ address, form, signal, onProgress }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const failed = () => resolve({ code: "offline", retry: true, message: "" });
    request.open("POST", address);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onerror = request.onabort = request.ontimeout = failed;
    request.onload = () => {
      const { response, status } = request;
      if (response && (response.id || response.code)) resolve(response);
      else if (status === 413) resolve({ code: "too_large", retry: false, message: "" });
      else resolve({ code: "unavailable", retry: status >= 500, message: "" });
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(form());
  });
}

/**
 * Some seconds, or until the line is back.
 * @param {number} seconds
 * @param {AbortSignal} signal
 */
export function pause(seconds, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve(null);
    };
    const timer = setTimeout(done, seconds * 1000);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
