import Foundation

/// The built program, started as users start it.
struct Program {
  /// What a finished process left.
  struct Outcome {
    let exitCode: Int32
    let wasKilled: Bool
    let output: String
    let messages: String
  }

  let executable: URL
  /// A new directory for the files of one test.
  let directory: URL

  /// Finds the program beside the tests.
  init() throws {
    let beside =
      [URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()]
      + CommandLine.arguments.map { URL(filePath: $0) }
    let found = beside.map { $0.deletingLastPathComponent().appending(path: "vhsim") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
    guard let found else { throw CocoaError(.fileNoSuchFile) }
    executable = found
    directory = FileManager.default.temporaryDirectory.appending(path: "vhsim-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  /// Files of the platforms and scenarios that come with the program, by path and content.
  static func sampleFiles(atMost size: Int) throws -> [(path: String, bytes: [UInt8])] {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../scenarios").standardized
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path())
    return try paths.sorted().filter { $0.hasSuffix(".yaml") }.compactMap { path in
      let bytes = [UInt8](try Data(contentsOf: root.appending(path: path)))
      return bytes.count <= size ? (path, bytes) : nil
    }
  }

  /// Removes the files of the test.
  func cleanUp() { try? FileManager.default.removeItem(at: directory) }

  /// Writes a file of the test.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: directory.appending(path: name))
  }

  /// Starts the program in the test's directory; what it prints goes to files, its data and its
  /// messages to devices where some are given, and a device may be its input.
  func start(
    _ arguments: [String], as name: String, input: String? = nil, from source: String? = nil,
    output device: String? = nil, messages sink: String? = nil
  ) throws -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    if let input {
      try write(input, to: name + ".in")
      process.standardInput = try FileHandle(
        forReadingFrom: directory.appending(path: name + ".in"))
    }
    if let source {
      process.standardInput = try FileHandle(forReadingFrom: URL(filePath: source))
    }
    process.standardOutput =
      try device.map { try FileHandle(forWritingTo: URL(filePath: $0)) } ?? emptyFile(name + ".out")
    process.standardError =
      try sink.map { try FileHandle(forWritingTo: URL(filePath: $0)) } ?? emptyFile(name + ".err")
    try process.run()
    return process
  }

  /// Runs the program to its end.
  func run(
    _ arguments: [String], as name: String = "command", input: String? = nil,
    from source: String? = nil, output device: String? = nil, messages sink: String? = nil
  ) throws -> Outcome {
    let process = try start(
      arguments, as: name, input: input, from: source, output: device, messages: sink)
    process.waitUntilExit()
    return Outcome(
      exitCode: process.terminationStatus,
      wasKilled: process.terminationReason == .uncaughtSignal,
      output: text(of: name + ".out"), messages: text(of: name + ".err"))
  }

  private func emptyFile(_ name: String) throws -> FileHandle {
    let file = directory.appending(path: name)
    try Data().write(to: file)
    return try FileHandle(forWritingTo: file)
  }

  private func text(of name: String) -> String {
    let data = FileManager.default.contents(atPath: directory.appending(path: name).path())
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
