/// The page's style sheet: system fonts, light and dark after the reader's wish.
///
/// The colours of the lines are Okabe and Ito's, which the colour-blind can tell apart
/// (jfly.uni-koeln.de/color), lightened for the dark ground.
enum StyleSheet {
  static let text = """
    :root{--ground:#f6f7f9;--card:#fff;--ink:#1c2430;--soft:#5c6675;--line:#e3e7ed;
    --good:#0b7a4b;--good-ground:#e3f5ec;--bad:#b3261e;--bad-ground:#fdeceb;--open:#8a5a00;
    --open-ground:#fdf3dc;--band:#b3261e;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#cc79a7;
    --c4:#b8860b;--c5:#56b4e9;--c6:#6b4fbb;--c7:#5c6675;color-scheme:light dark}
    @media (prefers-color-scheme:dark){:root{--ground:#11151b;--card:#1a2029;--ink:#e6eaf0;
    --soft:#9aa5b4;--line:#2b333f;--good:#5fd39d;--good-ground:#12301f;--bad:#ff8a80;
    --bad-ground:#3a1a18;--open:#f2c14e;--open-ground:#33280d;--band:#ff8a80;--c0:#5db4f0;
    --c1:#ff9a4d;--c2:#3fd0a4;--c3:#e8a5c8;--c4:#e3c14a;--c5:#8fd3ff;--c6:#b09cf2;--c7:#9aa5b4}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);
    font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
    main{max-width:1040px;margin:0 auto;padding:32px 20px 64px}
    header{margin-bottom:24px}
    h1{font-size:28px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
    h2{font-size:17px;margin:0;display:inline-block}
    header p,.remark{color:var(--soft);margin:2px 0 0}
    section{background:var(--card);border:1px solid var(--line);border-radius:12px;
    padding:18px 20px;margin:0 0 16px}
    .title{display:flex;gap:14px;align-items:center;flex-wrap:wrap}
    .badge{font-weight:650;font-size:13px;padding:3px 11px;border-radius:999px;white-space:nowrap}
    .pass{color:var(--good);background:var(--good-ground)}
    .fail{color:var(--bad);background:var(--bad-ground)}
    .undecided,.no-data,.interrupted{color:var(--open);background:var(--open-ground)}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;
    margin:0 0 16px}
    .tile{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:14px 16px}
    .tile b{display:block;font-size:24px;line-height:1.25;font-weight:650;
    font-variant-numeric:tabular-nums}
    .tile span{color:var(--soft);font-size:13px}
    .scroll{overflow-x:auto;margin-top:10px}
    table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
    th,td{padding:6px 14px 6px 0;text-align:left;vertical-align:top;
    border-bottom:1px solid var(--line)}
    tbody tr:last-child>*{border-bottom:0}
    thead th{color:var(--soft);font-weight:500;font-size:13px;white-space:nowrap}
    tbody th{font-weight:500}
    .number{text-align:right;white-space:nowrap}
    td:last-child,th:last-child{padding-right:0}
    .soft{color:var(--soft)}.warn{color:var(--bad);font-weight:600}
    code{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
    overflow-wrap:anywhere}
    .legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;margin:8px 0 4px;padding:0;
    font-size:13px;color:var(--soft)}
    .legend i{display:inline-block;width:18px;height:3px;border-radius:2px;margin-right:7px;
    vertical-align:middle;background:currentColor}
    .legend .fault i{height:11px;width:11px;opacity:.3}
    svg.chart{display:block;width:100%;height:auto;overflow:visible}
    .chart .grid{stroke:var(--line);fill:none}
    .chart .mark{stroke:var(--soft);fill:none}
    .chart .warm-up{stroke:var(--soft);stroke-dasharray:3 4;fill:none}
    .chart text{fill:var(--soft);font-size:12px}
    .chart .value{text-anchor:end;dominant-baseline:middle}
    .chart .time{text-anchor:middle}
    .chart .band rect{fill:var(--band);opacity:.1}
    .chart .band text{fill:var(--band);font-weight:600}
    .chart .line{fill:none;stroke:currentColor;stroke-width:1.8;stroke-linejoin:round}
    .chart .area{fill:currentColor;opacity:.12}
    .c0{color:var(--c0)}.c1{color:var(--c1)}.c2{color:var(--c2)}.c3{color:var(--c3)}
    .c4{color:var(--c4)}.c5{color:var(--c5)}.c6{color:var(--c6)}.c7{color:var(--c7)}
    svg.bar{display:block;width:100%;min-width:160px;height:8px;margin-top:7px;
    background:var(--ground);border-radius:4px}
    details+details{margin-top:6px}.scroll+details{margin-top:12px}
    details .scroll{margin-bottom:12px}
    .bad-line{color:var(--bad)}
    tbody th{overflow-wrap:break-word;min-width:5.5em}
    summary{cursor:pointer}summary h2{margin-left:4px}
    .count{color:var(--soft);font-size:13px;margin-left:6px}
    footer{color:var(--soft);font-size:13px;margin-top:24px}
    @media (max-width:700px){main{padding:20px 12px 40px}section{overflow-x:auto}
    svg.chart{min-width:640px}td code{display:inline-block;min-width:14em}
    td:last-child{min-width:9em}}
    @media print{body{background:#fff}section,.tile{break-inside:avoid}}
    """
}
