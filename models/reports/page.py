"""The style sheet of a report: plain CSS that old browsers understand, on screen and on A4 paper."""

from __future__ import annotations

STYLE = """
html { background: #ffffff; }
body { margin: 0 auto; padding: 34px 28px 48px; max-width: 1000px; color: #1d2a35; background: #ffffff;
  font: 14px/1.5 "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1 { margin: 2px 0 4px; font-size: 30px; line-height: 1.2; font-weight: 600; letter-spacing: -0.3px;
  overflow-wrap: break-word; }
h2 { margin: 42px 0 10px; padding-bottom: 6px; border-bottom: 1px solid #cfd7dd; font-size: 19px; line-height: 1.3;
  font-weight: 600; }
h3 { margin: 24px 0 6px; font-size: 14px; font-weight: 600; }
p { margin: 6px 0 12px; max-width: 760px; }
p.over { margin: 0; color: #0a5f8a; font-size: 12px; font-weight: 600; letter-spacing: 0.9px;
  text-transform: uppercase; }
p.sub { margin: 0 0 20px; color: #5d6b78; font-size: 15px; max-width: none; }
p.note, .note { color: #5d6b78; font-size: 12.5px; }
p.alert { padding: 9px 14px; border-left: 4px solid #d98324; background: #fdf4e7; max-width: none; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: 600; text-align: left; }
small { font-size: 11px; }
.scroll { overflow-x: auto; }
.swatch { display: inline-block; width: 12px; height: 12px; border: 1px solid rgba(0, 0, 0, 0.22);
  vertical-align: -2px; }
.break { overflow-wrap: break-word; word-wrap: break-word; }

table.head { width: 100%; table-layout: fixed; border-spacing: 0; margin: 0 0 12px; }
table.head td { padding: 13px 10px 11px 16px; background: #f2f6f8; border-right: 6px solid #ffffff;
  vertical-align: top; }
table.head td:last-child { border-right: 0; }
table.head .figure { display: block; font-size: 27px; line-height: 1.2; font-weight: 600; white-space: nowrap; }
table.head .what { display: block; color: #5d6b78; font-size: 12.5px; line-height: 1.35; }
table.head td.first { background: #0a5f8a; color: #ffffff; }
table.head td.first .what { color: #d5e6ef; }

table.pair { width: 100%; table-layout: fixed; }
table.pair td { padding: 6px 14px 0 0; vertical-align: top; }
table.pair td + td { padding: 6px 0 0 14px; }

table.list { width: 100%; }
table.list th, table.list td { padding: 4px 10px; border-bottom: 1px solid #e3e8ec; text-align: right;
  white-space: nowrap; }
table.list thead th { border-bottom: 1px solid #8794a0; color: #5d6b78; font-size: 12px; vertical-align: bottom;
  white-space: normal; }
table.list .left { text-align: left; }
table.list .name { text-align: left; white-space: normal; }
table.list tr.sum td { border-top: 1px solid #8794a0; border-bottom: 0; font-weight: 600; }
table.list tr.absent td { color: #97a2ac; }
table.list td.bar { padding-left: 2px; }
table.classes { table-layout: fixed; }
table.classes th, table.classes td { padding-left: 4px; }
table.classes .c-swatch { width: 3.5%; }
table.classes .c-value { width: 6.5%; }
table.classes .c-name { width: 23%; }
table.classes .c-share { width: 8.5%; }
table.classes .c-bar { width: 9%; }
table.classes .c-pixels { width: 12%; }
table.classes .name { padding-left: 12px; }
.track { display: block; width: 100%; height: 9px; background: #edf1f4; text-align: left; }
.fill { display: block; height: 9px; background: #0a7f94; }

table.list.mixed { width: auto; min-width: 560px; }
table.matrix { margin: 4px 0 8px; font-size: 13px; }
table.matrix td { padding: 5px 8px; min-width: 42px; border: 1px solid #ffffff; background: #f7f9fa;
  text-align: center; line-height: 1.25; }
table.matrix td small { display: block; color: #37444f; }
table.matrix td.none { color: #b3bdc6; }
table.matrix td.hit { font-weight: 600; }
table.matrix td.hit small { font-weight: 400; }
table.matrix th { padding: 4px 7px; font-weight: 400; }
table.matrix th.row { white-space: nowrap; padding-left: 0; }
table.matrix.roomy th.col { width: 88px; }
table.matrix th.col { text-align: center; vertical-align: bottom; line-height: 1.3; font-size: 12.5px; }
table.matrix th.corner { vertical-align: bottom; color: #5d6b78; font-size: 12px; padding-left: 0; }
table.matrix th.span { text-align: center; color: #5d6b78; font-size: 12px; border-bottom: 1px solid #cfd7dd; }
table.matrix td.total, table.matrix th.total { background: #ffffff; color: #5d6b78; text-align: right; }
table.matrix tr.sum td { text-align: center; background: #ffffff; color: #5d6b78; }
table.matrix tr.sum th { color: #5d6b78; }
table.matrix.dense { font-size: 12px; }
table.matrix.dense td { padding: 3px 3px; min-width: 34px; }
table.matrix.dense td small { font-size: 10px; }
table.matrix.tiny { font-size: 10px; }
table.matrix.tiny td { padding: 1px 1px; min-width: 21px; }
table.matrix.tiny td small { font-size: 8px; line-height: 1.15; }
table.matrix.tiny th { padding: 1px 3px; font-size: 10.5px; }
table.matrix.tiny th.col { padding: 1px 0; font-size: 10px; }
table.matrix.tiny .swatch { width: 9px; height: 9px; }
img.heat { display: block; max-width: 100%; border: 1px solid #cfd7dd; }

.range { display: block; color: #5d6b78; font-size: 11px; font-weight: 400; line-height: 1.3; }
table.head .range { margin-top: 2px; font-size: 12px; }
table.head td.first .range { color: #d5e6ef; }

table.examples, table.sheet { width: 100%; table-layout: fixed; }
table.examples.one { width: 50%; }
table.examples th, table.sheet th { padding: 0 8px 4px 0; color: #5d6b78; font-size: 12px; font-weight: 400;
  vertical-align: bottom; }
table.examples tr.side th { color: #1d2a35; font-size: 13px; font-weight: 600; }
table.examples td, table.sheet td { padding: 0 8px 0 0; vertical-align: top; }
table.examples .gap { width: 16px; padding: 0; }
table.examples td.title, table.sheet td.title { padding: 3px 8px 12px 0; font-size: 12px; color: #44525e; }
table.sheet td.title { padding-bottom: 14px; }
table.examples img, table.sheet img { display: block; width: 100%; border: 1px solid #cfd7dd;
  box-sizing: border-box; image-rendering: -moz-crisp-edges; image-rendering: -webkit-optimize-contrast;
  image-rendering: pixelated; }
table.sheet img + img { margin-top: 3px; }
div.panel { display: inline-block; margin: 4px 20px 6px 0; vertical-align: top; }
div.panel img { display: block; max-width: 100%; height: auto; border: 1px solid #cfd7dd; }
div.panel p { margin: 4px 0 0; }
p.command { padding: 9px 12px; background: #f2f6f8; max-width: none; font: 12px/1.6 "DejaVu Sans Mono", Consolas,
  Menlo, monospace; }
table.list.counts { width: auto; min-width: 620px; }
p.legend { max-width: none; line-height: 1.9; font-size: 12.5px; }
p.legend span.item { margin-right: 16px; white-space: nowrap; }
p.legend img { width: 12px; height: 12px; border: 1px solid rgba(0, 0, 0, 0.22); vertical-align: -2px; }

table.facts { width: 100%; }
table.facts th { width: 190px; padding: 4px 14px 4px 0; border-bottom: 1px solid #e3e8ec; color: #5d6b78;
  font-weight: 400; vertical-align: top; }
table.facts td { padding: 4px 0; border-bottom: 1px solid #e3e8ec; }
table.columns { width: 100%; table-layout: fixed; }
table.columns > tbody > tr > td { padding: 0 0 0 22px; vertical-align: top; }
table.columns > tbody > tr > td:first-child { padding-left: 0; }
table.bands { width: auto; min-width: 620px; }
table.bands.small { width: 100%; min-width: 0; }
table.bands th, table.bands td { padding: 2px 6px; }
table.bands.small { font-size: 11px; line-height: 1.3; }
table.bands.small th, table.bands.small td { padding: 1px 4px; }
table.bands.small thead th { font-size: 10.5px; }
div.foot { margin-top: 40px; padding-top: 10px; border-top: 1px solid #cfd7dd; color: #5d6b78; font-size: 12px; }

@page { size: A4 portrait; margin: 14mm 13mm 15mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  h1 { font-size: 22pt; }
  h2 { font-size: 14pt; margin-top: 26px; }
  h2, h3, p.legend, p.lead { page-break-after: avoid; break-after: avoid; }
  table.head .figure { font-size: 17pt; }
  table.list { font-size: 9pt; }
  table.list th, table.list td { padding-top: 3px; padding-bottom: 3px; }
  table.facts { font-size: 9pt; }
  table.facts th, table.facts td { padding-top: 2px; padding-bottom: 2px; }
  table.matrix.roomy { font-size: 9pt; }
  table.matrix.roomy td { padding: 4px 3px; }
  table.matrix.roomy th.col { width: auto; font-size: 8.5pt; }
  table.matrix.tiny { font-size: 8px; }
  table.matrix.tiny td { min-width: 15px; padding: 0; }
  table.matrix.tiny td small { font-size: 6px; }
  table.matrix.tiny th { font-size: 8px; padding: 0 2px 0 0; }
  table.matrix.tiny th.col { padding: 0; }
  table.matrix.tiny .swatch { width: 7px; height: 7px; }
  .range, table.head .range { font-size: 7.5pt; }
  p.command { font-size: 8pt; }
  table.bands.small, table.bands.small thead th { font-size: 6.5pt; }
  table.bands.small th, table.bands.small td { padding: 1px 2px; }
  tr, table.pair, p, div.keep, tbody.keep { page-break-inside: avoid; break-inside: avoid; }
  table.columns > tbody > tr { page-break-inside: auto; break-inside: auto; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  table.classes th, table.classes td { padding-right: 6px; }
  div.panel { max-width: 46% !important; }
}
"""
