/// What would make two runs of one seed differ, or an event cost more than it should.
enum ModelRooms {
  static let names = [
    "SimulationKernel", "Metrics", "Cluster", "Mesh", "Workload", "Stores", "Traffic",
    "Observability", "Twin",
  ]

  private static let wallClock = "simulated time only: the machine's clock differs from run to run"
  private static let chance = "draws come from the run's seed: this one differs from run to run"
  private static let identity = "its value differs from process to process"

  /// Words that no room below the command line may use.
  private static let belowCommandLine: [String: String] = [
    "Date": wallClock, "ContinuousClock": wallClock, "SuspendingClock": wallClock,
    "DispatchTime": wallClock, "DispatchWallTime": wallClock, "ProcessInfo": wallClock,
    "clock_gettime": wallClock, "gettimeofday": wallClock, "mach_absolute_time": wallClock,
    "SystemRandomNumberGenerator": chance, "arc4random": chance, "arc4random_uniform": chance,
    "arc4random_buf": chance, "drand48": chance, "rand": chance, "srand": chance,
    "getrandom": chance, "getentropy": chance, "UUID": chance, "NSUUID": chance,
    "Hasher": identity, "hashValue": identity, "ObjectIdentifier": identity,
  ]

  private static let hashOrder =
    "a hash table's order differs per process: use a slab, a table or a sorted array"
  private static let boxed = "state lives in slabs of plain structs: a class costs twice the time"
  private static let concurrent = "a run is single-threaded; parallel runs belong to Twin"

  /// Words that no model room may use.
  private static let inModels: [String: String] = [
    "Dictionary": hashOrder, "Set": hashOrder, "NSDictionary": hashOrder, "NSSet": hashOrder,
    "DispatchQueue": concurrent, "Mutex": concurrent, "NSLock": concurrent,
    "Thread": concurrent, "actor": concurrent,
  ]

  private static let drawingMethods = ["random", "randomElement", "shuffle", "shuffled"]

  static func violations(in file: SourceFile) -> [Violation] {
    guard file.room != "vhsim" else { return [] }
    let isModel = names.contains(file.room)
    return file.tokens.indices.flatMap { index -> [Violation] in
      let token = file.tokens[index]
      if token.isSymbol("["), isModel, isDictionary(at: index, in: file) {
        return [file.violation(at: index, "a dictionary: \(hashOrder)")]
      }
      guard token.kind == .identifier else { return [] }
      let reasons = [
        belowCommandLine[token.text], isModel ? inModels[token.text] : nil,
        drawsWithoutGenerator(at: index, in: file) ? chance : nil,
        readsClock(at: index, in: file) ? wallClock : nil,
        isModel && file.room != "Twin" && ["async", "await"].contains(token.text)
          ? concurrent : nil,
      ]
      return reasons.compactMap { $0 }.map { file.violation(at: index, "\(token.text): \($0)") }
    }
      + (isModel ? classes(in: file) : [])
  }

  private static func classes(in file: SourceFile) -> [Violation] {
    file.declarations.filter { $0.kind == .reference }.map {
      file.violation(at: $0.keyword, "class \($0.name): \(boxed)")
    }
  }

  private static func drawsWithoutGenerator(at index: Int, in file: SourceFile) -> Bool {
    guard drawingMethods.contains(file.tokens[index].text), file.isMember(index),
      file.next(index, isSymbol: "(")
    else { return false }
    return !file.tokens[index...file.matches[index + 1]].contains { $0.isWord("using") }
  }

  /// `time(nil)` and `clock()` of the C library.
  private static func readsClock(at index: Int, in file: SourceFile) -> Bool {
    guard !file.isMember(index), file.next(index, isSymbol: "("), index + 2 < file.tokens.count
    else { return false }
    let argument = file.tokens[index + 2]
    return file.tokens[index].text == "time" && argument.isWord("nil")
      || file.tokens[index].text == "clock" && argument.isSymbol(")")
        && !(index > 0 && file.tokens[index - 1].isWord("func"))
  }

  /// Whether brackets hold a dictionary's type or literal: a colon at their own depth that belongs
  /// to no conditional, and no subscript's argument label.
  private static func isDictionary(at open: Int, in file: SourceFile) -> Bool {
    if open > 0, !file.tokens[open].followsSpace {
      let last = file.tokens[open - 1]
      let closes = [")", "]", "}", ">", "?", "!"].contains { last.isSymbol($0) }
      if closes || last.kind != .symbol && last.kind != .number { return false }
    }
    var conditionals = 0
    var index = open + 1
    while index < file.matches[open] {
      let token = file.tokens[index]
      if token.isSymbol("?"), token.followsSpace { conditionals += 1 }
      if token.isSymbol(":") {
        if conditionals == 0 { return true }
        conditionals -= 1
      }
      index = max(index, file.matches[index]) + 1
    }
    return false
  }
}
