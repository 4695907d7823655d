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

  @Flag(name: .long, help: "Unknown fields and kinds, duplicate objects and keys are warnings.")
  var lenient = false

  @OptionGroup var options: OutputOptions

  func validate() throws {
    if directory == "-" {
      throw ValidationError("init takes a directory, which the scenario that it writes names")
    }
    if output == "-", options.json {
      throw ValidationError("-o - prints the models; leave --json out")
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
      try StandardOutput.write(ModelYAML.yaml(of: inferred))
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
    try write((models + [("scenario.yaml", scenario)]).filter { !$0.1.isEmpty })
    try options.show(text: Self.text(inferred), json: Self.json(inferred))
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

  /// Writes all files, or none where one of them is there already.
  private func write(_ files: [(path: String, text: String)]) throws {
    let home = URL(fileURLWithPath: output)
    let places = files.map { home.appendingPathComponent($0.path) }
    if let known = places.first(where: { FileManager.default.fileExists(atPath: $0.path) }) {
      throw CommandFailure(.usage, "\(known.path) exists; nothing is overwritten")
    }
    for (place, file) in zip(places, files) {
      try OutputFile.makeDirectory(place.deletingLastPathComponent().path)
      try OutputFile.write(file.text, to: place.path)
      if !options.quiet { Messages.write("wrote \(place.path)") }
    }
  }
}
