/// Messages as a SARIF 2.1.0 log with one run (OASIS, Static Analysis Results Interchange Format).
struct SarifLog: Encodable {
  private struct Run: Encodable {
    let tool: Tool
    let results: [Finding]
    let columnKind = "unicodeCodePoints"

    enum CodingKeys: CodingKey { case tool, results, columnKind }
  }

  private struct Tool: Encodable {
    let driver: Driver
  }

  private struct Driver: Encodable {
    let name: String
    let version: String
    let rules: [Rule]
  }

  private struct Rule: Encodable {
    let id: String
  }

  private struct Text: Encodable {
    let text: String
  }

  private struct Finding: Encodable {
    let ruleId: String
    let level: String
    let message: Text
    let locations: [Location]
  }

  private struct Location: Encodable {
    let physicalLocation: PhysicalLocation
  }

  private struct PhysicalLocation: Encodable {
    let artifactLocation: Artifact
    let region: Region
  }

  private struct Artifact: Encodable {
    let uri: String
  }

  private struct Region: Encodable {
    let startLine: Int
    let startColumn: Int
    let endLine: Int
    let endColumn: Int
  }

  private enum CodingKeys: String, CodingKey {
    case schema = "$schema"
    case version, runs
  }

  private let schema = "https://json.schemastore.org/sarif-2.1.0.json"
  private let version = "2.1.0"
  private let runs: [Run]

  init(_ messages: [PlacedMessage]) {
    let rules = Set(messages.map(\.code)).sorted().map(Rule.init)
    let driver = Driver(name: "vhsim", version: Version.current, rules: rules)
    runs = [Run(tool: Tool(driver: driver), results: messages.map(Self.finding))]
  }

  private static func finding(_ message: PlacedMessage) -> Finding {
    let help = message.help.map { "\nhelp: \($0)" } ?? ""
    return Finding(
      ruleId: message.code, level: message.severity, message: Text(text: message.message + help),
      locations: location(message).map { [$0] } ?? [])
  }

  private static func location(_ message: PlacedMessage) -> Location? {
    guard let file = message.file, let line = message.line, let column = message.column else {
      return nil
    }
    let region = Region(
      startLine: line, startColumn: column, endLine: message.endLine ?? line,
      endColumn: message.endColumn ?? column)
    return Location(
      physicalLocation: PhysicalLocation(artifactLocation: Artifact(uri: file), region: region))
  }
}
