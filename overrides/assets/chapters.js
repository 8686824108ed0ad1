// A chapter of a podcast plays here, in the player above the list. Without JavaScript its link
// opens the sound by itself, from that moment.
(() => {
  "use strict";
  const player = document.querySelector(".player audio");
  for (const chapter of document.querySelectorAll(".chapters a[data-start]")) {
    chapter.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      player.currentTime = Number(chapter.dataset.start);
      player.play();
    });
  }
})();
