#pragma once
/// How a page looks: on light and dark screens, on a phone, on paper.

namespace trilobite::report::detail {

inline constexpr const char* page_style = R"css(
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --paper: #ffffff; --raised: #f6f8fa;
  --right: 0 114 178; --wrong: 213 94 0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --quiet: #9198a1; --line: #3d444d; --paper: #16181d; --raised: #20242b; --right: 34 139 211; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); }
p { margin: .5rem 0; }
.quiet { color: var(--quiet); font-size: .875rem; }
.missing { padding: .6rem .9rem; border-left: 4px solid rgb(var(--wrong)); background: var(--raised);
  overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .75rem 1.25rem; margin: 0; }
dt { color: var(--quiet); font-size: .875rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.numbers dd { font-size: 1.6rem; font-weight: 600; line-height: 1.2; }
.wide { overflow: auto; max-height: 26rem; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid var(--line); }
th { font-weight: 600; vertical-align: bottom; }
td { white-space: pre; }
thead th { position: sticky; top: 0; background: var(--paper); }
.words { text-align: left; }
tr.best td { background: rgb(var(--right) / .16); }
.confusion { max-height: none; }
.confusion td, .confusion th { padding: .3rem .5rem; min-width: 2.6rem; border: 0; }
.confusion td.right { background: rgb(var(--right) / calc(.6 * var(--share))); }
.confusion td.wrong { background: rgb(var(--wrong) / calc(.08 + .5 * var(--share))); }
.row { display: flex; flex-wrap: wrap; gap: 1rem; margin: .75rem 0; }
figure { margin: 0; }
.chart { flex: 1 1 20rem; max-width: 100%; }
.chart svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
main .chart .paper { fill: none; }
main .chart .figure { color: inherit; }
.sample { width: 7.25rem; }
.sample img { display: block; width: 100%; image-rendering: pixelated; border: 1px solid var(--line); }
.sample figcaption { color: var(--quiet); font-size: .75rem; line-height: 1.3; margin-top: .25rem;
  overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { .sample img { filter: invert(1); } }
@media (max-width: 30rem) {
  main { padding: 1.25rem .9rem 3rem; }
  table { font-size: .75rem; }
  th, td { padding: .25rem; }
  .confusion td, .confusion th { padding: .25rem .2rem; min-width: 1.7rem; font-size: .75rem; }
}
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  .wide { overflow: visible; max-height: none; }
  thead th { position: static; }
  tr, figure, dl { break-inside: avoid; }
  td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
)css";

}
