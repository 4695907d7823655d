import Foundation
import Manifests
import Metrics
import SimulationKernel
import Twin

final class Sink: RunSink {
  var histograms: [HistogramRow] = []
  var systems: [SystemRow] = []
  var rows = 0
  var events = 0
  func record(_ block: RunBlock) {
    switch block {
    case .histogram(let row): histograms.append(row)
    case .systems(let rows): systems = rows
    case .journeySeconds(_, let r): rows += r.count
    case .serviceSeconds(_, let r): rows += r.count
    case .samples(_, let r): rows += r.count
    case .clusterEvents(let e): events += e.count; if events < 60 { for x in e.prefix(10) { print(x.time.seconds, x.reason, x.kind, x.name, x.message) } }
    case .notes(let n): for x in n { print("note", x.text) }
    case .faults(let f): for x in f { print("fault", x.name, x.targets.count) }
    default: break
    }
  }
}
struct Obs: RunObserver {
  let start = Date()
  func reached(_ time: SimTime, events: UInt64) -> Bool { true }
  func wallSeconds() -> Double { Date().timeIntervalSince(start) }
}
let sources = SourceMap()
let collector = DiagnosticCollector(lenient: false)
let t0 = Date()
if let loaded = ScenarioFile.load(path: CommandLine.arguments[1], sources: sources, diagnostics: collector),
  let platform = Platform(loaded, diagnostics: collector) {
  print("loaded", Date().timeIntervalSince(t0))
  let sink = Sink()
  if let run = TwinRun(platform, options: RunOptions(seed: loaded.scenario.seed, until: CommandLine.arguments.count > 2 ? .seconds(Int64(CommandLine.arguments[2])!) : nil, isParanoid: true), sink: sink, diagnostics: collector) {
    print("built", Date().timeIntervalSince(t0))
    let s = run.run(observer: Obs())
    for h in sink.histograms where h.scope == .journey { print(h.name, h.metric, h.histogram.count, "mean", h.histogram.mean / 1e6, "p50", h.histogram.quantile(0.5)/1e6, "p99", h.histogram.quantile(0.99)/1e6) }
    for r in sink.systems { print(r.system, r.pods, r.ready, r.requests, r.errors) }
    print(s, "rows", sink.rows)
  }
}
print(collector.diagnostics.rendered(sources: sources, color: false).prefix(6000))
