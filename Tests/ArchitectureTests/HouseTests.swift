import Testing

/// The rules of the house, on every file of the package.
@Suite("The house")
struct HouseTests {
  private let house = House.present

  private func expectNone(_ violations: [Violation]) {
    let list = violations.map { "\n" + $0.description }.joined()
    #expect(violations.isEmpty, "\(violations.count) places break the rule:\(list)")
  }

  @Test("The package has sources, and the rules have read them")
  func sourcesAreRead() {
    let rooms = Set(house.sources.map(\.room))
    #expect(rooms == Set(Arrows.allowed.keys))
    #expect(house.swiftFiles.filter(\.tokens.isEmpty).map(\.path) == [])
  }

  @Test("Imports only point down, and every outside module stays in its room")
  func arrowsPointDown() { expectNone(house.sources.flatMap(Arrows.violations)) }

  @Test("The kernel knows no domain")
  func kernelKnowsNoDomain() { expectNone(house.sources.flatMap(KernelVocabulary.violations)) }

  @Test("No wall clock, global randomness, hash order or class in the model rooms")
  func modelsAreDeterministic() { expectNone(house.sources.flatMap(ModelRooms.violations)) }

  @Test("Nothing stops the program without a sentence")
  func nothingStopsSilently() { expectNone(house.swiftFiles.flatMap(Safety.violations)) }

  @Test("Files have at most 400 lines and functions at most 40")
  func everythingFitsOnAPage() { expectNone(house.swiftFiles.flatMap(Size.violations)) }

  @Test("No type has a name with two meanings")
  func namesHaveOneMeaning() { expectNone(house.sources.flatMap(Naming.violations)) }

  @Test("What other rooms can see is documented")
  func visibleDeclarationsAreDocumented() {
    let rooms = Dictionary(grouping: house.sources, by: \.room)
    expectNone(
      rooms.keys.sorted().flatMap { room in
        let files = rooms[room] ?? []
        return files.flatMap(Documentation(room: files).violations)
      })
  }

  @Test("Comments hold no code and no wishes")
  func commentsHoldNoCode() { expectNone(house.swiftFiles.flatMap(Comments.violations)) }

  @Test("Nothing in Sources is there for the tests alone")
  func nothingServesTestsOnly() { expectNone(DeadCode(house.sources).violations()) }

  @Test("Every test has a sentence for a name and something that can fail")
  func testsCanFail() { expectNone(house.tests.flatMap(TestQuality(house.tests).violations)) }

  @Test("The package names no place of one machine")
  func packageNamesNoMachine() {
    expectNone(
      house.allFiles().flatMap { MachinePaths.violations(in: $0, bytes: house.bytes(of: $0)) })
  }

  @Test("The root holds five names")
  func rootHoldsFiveNames() throws {
    let names = try house.topLevelNames().filter { $0 != "Package.resolved" }
    let allowed = ["Package.swift", "README.md", "Sources", "Tests", "scenarios"]
    #expect(names.filter { !allowed.contains($0) }.sorted() == [])
  }
}
