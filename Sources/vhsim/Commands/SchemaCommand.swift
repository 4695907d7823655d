import ArgumentParser
import Manifests

/// The command `vhsim schema`.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a document, for editors.")

  @Argument(help: "Kind of document.")
  var kind: DocumentKind?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the schemas of all kinds into a directory.", valueName: "directory"),
    completion: .directory)
  var output: String?

  func validate() throws {
    if kind != nil, output != nil {
      throw ValidationError("-o writes the schemas of all kinds; leave the kind out")
    }
  }

  func run() throws {
    guard let output else {
      try StandardOutput.write(JSONSchemas.text(for: kind ?? .scenario))
      return
    }
    try OutputFile.makeDirectory(output)
    for kind in DocumentKind.allCases {
      let name = kind.rawValue.lowercased() + ".schema.json"
      try OutputFile.write(JSONSchemas.text(for: kind), to: output + "/" + name)
    }
  }
}

extension DocumentKind: ExpressibleByArgument {
  /// Takes the kind's name in any case.
  package init?(argument: String) {
    let named = DocumentKind.allCases.first {
      $0.rawValue.lowercased() == argument.lowercased()
    }
    guard let named else { return nil }
    self = named
  }
}
