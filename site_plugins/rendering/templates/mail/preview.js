// A frame becomes as high as the mail in it; without this each has its own scroll bar.
const frames = document.querySelectorAll("iframe");
const fit = () => {
  for (const frame of frames) {
    const mail = frame.contentDocument?.documentElement;
    if (!mail || !frame.clientWidth) continue;
    frame.style.height = "0";
    frame.style.height = `${mail.scrollHeight}px`;
  }
};
for (const frame of frames) frame.addEventListener("load", fit);
document.addEventListener("change", fit);
fit();
