import ArgumentParser
import Foundation
import Manifests
import Results
import SimulationKernel
import Twin

/// One experiment from the first run to the stored verdict.
struct ExperimentSession {
  let twin: TwinScenario
  let arguments: RunArguments
  /// The scenario's path as given.
  let path: String
  let sources: SourceMap
  let isSilent: Bool

  /// Simulates all runs and judges the thresholds; what was stored can be read then.
  func run() throws(CommandFailure) -> ExperimentSelector {
    Interruption.listen()
    do {
      let writer = try ExperimentWriter(path: arguments.db, identity: identity)
      let watch = try writer.makeAbortWatch(
        on: twin.scenario.thresholds, warmUp: twin.scenario.warmUp)
      let problems = simulate(writer, watch)
      try writer.finish(judging: twin.scenario.thresholds, noData: twin.scenario.noData)
      if let problems { throw CommandFailure(rendered: problems) }
      return ExperimentSelector(path: arguments.db, id: writer.experiment)
    } catch let failure as CommandFailure {
      throw failure
    } catch let error as ResultsError {
      throw CommandFailure(error)
    } catch {
      throw CommandFailure(.internalError, "\(error)")
    }
  }

  private var duration: SimDuration {
    min(arguments.until?.length ?? .infinity, twin.scenario.duration)
  }

  /// Simulates all runs; the rendered problems of a run that could not be built.
  private func simulate(_ writer: ExperimentWriter, _ watch: AbortWatch) -> String? {
    let seeds = arguments.seeds(from: twin.scenario.seed)
    let meter = ProgressMeter(
      name: twin.scenario.name, length: duration.seconds, runs: seeds.count, silent: isSilent)
    let problems = ProblemBox()
    let (twin, asked, recorders) = (twin, arguments.runOptions, writer.recorders)
    let pool = RunPool(runs: seeds.count) { run in
      guard !recorders[run].isLost else { return }
      var options = asked
      options.seed = seeds[run]
      let collector = DiagnosticCollector()
      let summary = twin.simulate(
        options, into: recorders[run],
        observer: RunMonitor(meter, watch, recorders[run], run: run),
        diagnostics: collector)
      if summary == nil { problems.put(collector.diagnostics) }
    }
    pool.run(jobs: arguments.jobs)
    meter.end()
    return problems.diagnostics.map { $0.rendered(sources: sources, color: false) }
  }

  /// A word of the command line as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || ("+"..."9").contains(scalar))
        || [":", "=", "@", "_", "%"].contains(scalar)
    }
    guard word.isEmpty || !isPlain else { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }

  private var identity: ExperimentIdentity {
    let scenario = twin.scenario
    let inputs = InputTexts(sources).files
    return ExperimentIdentity(
      name: scenario.name, version: Version.current,
      startedAt: Date().formatted(.iso8601), scenarioPath: path,
      scenario: twin.resolved,
      arguments: CommandLine.arguments.map(Self.quoted).joined(separator: " "),
      inputs: inputs.map { InputFileHash(path: $0.path, bytes: $0.bytes) },
      seeds: arguments.seeds(from: scenario.seed), durationSeconds: duration.seconds,
      warmUpSeconds: scenario.warmUp.seconds,
      loadScale: arguments.loadScale * scenario.loadScale, isSteady: scenario.isSteady)
  }
}

extension RunArguments {
  /// What a run is asked; its seed is put in later.
  fileprivate var runOptions: RunOptions {
    RunOptions(
      seed: 0, loadScale: loadScale, until: until?.length, isParanoid: paranoid)
  }
}
