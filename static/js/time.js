// <time data-relative> says "25 minutes ago" while that is shorter to grasp than the date; the date stays in its title.
// The network's clock may stand still (the demo network's does): <html data-now> is what the server calls now.

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LIMIT = 20 * HOUR; // older moments keep their date

const loaded = Date.now();
const stated = Date.parse(document.documentElement.dataset.now ?? "");
const now = () => (Number.isNaN(stated) ? Date.now() : stated + Date.now() - loaded);
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });

const relative = (seconds) => {
  if (seconds < MINUTE) return words.format(0, "minute");
  if (seconds < HOUR) return words.format(-Math.floor(seconds / MINUTE), "minute");
  return words.format(-Math.floor(seconds / HOUR), "hour");
};

const refresh = () => {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    element.dataset.date ??= element.textContent.trim();
    const seconds = (now() - Date.parse(element.dateTime)) / 1000;
    const recent = seconds >= 0 && seconds < LIMIT;
    element.textContent = recent ? relative(seconds) : element.dataset.date;
    element.title = recent ? element.dataset.date : "";
  }
};

refresh();
setInterval(refresh, MINUTE * 1000);
document.addEventListener("htmx:after:swap", refresh);
