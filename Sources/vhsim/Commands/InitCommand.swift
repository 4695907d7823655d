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

  @Flag(name: .long, help: "Unknown fields, duplicate objects and keys are warnings.")
  var lenient = false

  @OptionGroup var options: OutputOptions

  func validate() throws {
    if directory == "-" {
      throw ValidationError("init takes a directory, which the scenario that it writes names")
    }
  }

  func run() throws {
    let sources = SourceMap()
    let collector = DiagnosticCollector(lenient: lenient)
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
    guard !loaded.objects.isEmpty else {
      throw CommandFailure(.invalidInput, "\(directory) holds no manifests")
    }
    guard output != "-" else {
      print(ModelYAML.yaml(of: inferred), terminator: "")
      return
    }
    let writer = ModelYAML(inferred)
    let manifests = manifestsPath()
    let models = [
      ("models/services.yaml", writer.services), ("models/stores.yaml", writer.stores),
      ("models/journeys.yaml", writer.journeys),
    ]
    let hasModels = models.contains { !$0.1.isEmpty }
    let scenario = writer.scenario(
      loaded.scenario, manifests: [manifests], models: hasModels ? ["models"] : [])
    let files = models + [("scenario.yaml", scenario)]
    for (path, text) in files where !text.isEmpty { try write(text, to: path) }
    print(options.json ? try Self.json(inferred) : Self.text(inferred), terminator: "")
  }

  /// The manifests as the scenario names them: by the way from its own place, so that both can be
  /// moved together, or as they were named where that was from the root.
  private func manifestsPath() -> String {
    guard !directory.hasPrefix("/") else { return directory }
    let target = URL(fileURLWithPath: directory).standardized.pathComponents
    let home = URL(fileURLWithPath: output).standardized.pathComponents
    let common = zip(target, home).prefix { $0 == $1 }.count
    let way =
      Array(repeating: "..", count: home.count - common) + target.dropFirst(common)
    return way.isEmpty ? "." : way.joined(separator: "/")
  }

  private static func text(_ inferred: InferredModels) -> String {
    inferred.findings.map { "\($0.subject): \($0.text)\n" }.joined()
      + "\(inferred.guesses) numbers are guesses, \(inferred.catalogued) are of known images\n"
  }

  private static func json(_ inferred: InferredModels) throws -> String {
    let object: [String: Any] = [
      "guesses": inferred.guesses, "catalogued": inferred.catalogued,
      "findings": inferred.findings.map { ["subject": $0.subject, "text": $0.text] },
    ]
    let data = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private func write(_ text: String, to path: String) throws {
    let target = URL(fileURLWithPath: output).appendingPathComponent(path)
    guard !FileManager.default.fileExists(atPath: target.path) else {
      throw CommandFailure(.usage, "\(target.path) exists; nothing is overwritten")
    }
    try OutputFile.makeDirectory(target.deletingLastPathComponent().path)
    try OutputFile.write(text, to: target.path)
    Messages.write("wrote \(target.path)")
  }
}
