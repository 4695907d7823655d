import ArgumentParser
import Foundation
import Manifests

/// The command `vhsim init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write inferred models and a first scenario for a directory of manifests.",
    discussion: "Nothing that exists is overwritten. Lines with guessed numbers say so.")

  @Argument(help: "The directory of manifests.", completion: .directory)
  var directory: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the files are written, or - for standard output.", valueName: "directory"),
    completion: .directory)
  var output = "."

  @OptionGroup var options: OutputOptions

  func run() throws {
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let loader = ManifestLoader(sources: sources, diagnostics: collector)
    let documents = loader.load(paths: [directory], relativeTo: "", standardInput: { Data() })
    let name = URL(fileURLWithPath: directory).lastPathComponent
    let (loaded, inferred) = DirectoryScenario.load(
      name, documents: documents, sources: sources, diagnostics: collector)
    _ = ManifestSet.decode(loaded.objects, collector)
    if !collector.diagnostics.items.isEmpty, !options.quiet || collector.hasErrors {
      Messages.writePart(
        collector.diagnostics.rendered(
          sources: sources, color: options.isColored(STDERR_FILENO)))
    }
    guard !collector.hasErrors else { throw ExitCode.invalidInput }
    guard output != "-" else {
      print(ModelYAML.yaml(of: inferred), terminator: "")
      return
    }
    let writer = ModelYAML(inferred)
    let manifests = URL(fileURLWithPath: directory).path
    let files = [
      ("models/services.yaml", writer.services), ("models/stores.yaml", writer.stores),
      ("models/journeys.yaml", writer.journeys),
      (
        "scenario.yaml",
        writer.scenario(loaded.scenario, manifests: [manifests], models: ["models"])
      ),
    ]
    for (path, text) in files where !text.isEmpty { try write(text, to: path) }
    for finding in inferred.findings { print("\(finding.subject): \(finding.text)") }
    print("\(inferred.guesses) numbers are guesses, \(inferred.catalogued) are of known images")
  }

  private func write(_ text: String, to path: String) throws {
    let target = URL(fileURLWithPath: output).appendingPathComponent(path)
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw CommandFailure(.usage, "\(target.path) exists; nothing is overwritten")
    }
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(
        .usage, "\(target.path) can not be written: \(error.localizedDescription)")
    }
    try OutputFile.write(text, to: target.path)
    Messages.write("wrote \(target.path)")
  }
}
