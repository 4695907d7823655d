import Mesh
import SimulationKernel
import Testing

/// How a name in a call finds the operation that it means.
@Suite("Directory")
struct DirectoryTests {
  private func directory() -> Directory {
    var directory = Directory()
    let operations = [
      ("shop", "api", "read"), ("shop", "api", "write"), ("bank", "api", "read"),
      ("bank", "ledger", "book"),
    ]
    for (number, operation) in operations.enumerated() {
      directory.add(
        Directory.Entry(
          namespace: operation.0, name: operation.1, operation: operation.2, service: 0,
          number: number, policy: CallPolicy(timeout: .seconds(1))))
    }
    return directory
  }

  @Test(
    "A name is looked for in the namespace given, else in the caller's, else anywhere",
    arguments: [
      ("api", nil, "bank", "read", 2), ("api", nil, "shop", "read", 0),
      ("api", "shop", "bank", "write", 1), ("ledger", nil, "shop", "book", 3),
      ("api", nil, "elsewhere", "read", 0),
    ] as [(String, String?, String, String, Int)])
  func found(name: String, namespace: String?, caller: String, operation: String, number: Int) {
    let resolution = directory().resolve(
      name, namespace: namespace, callerNamespace: caller, operation: operation)
    guard case .found(let entry) = resolution else {
      Issue.record("\(name) was not found: \(resolution)")
      return
    }
    #expect(entry.number == number)
  }

  @Test("A wrong operation is told those of the nearest service, a wrong name all names")
  func unknown() {
    let wrongOperation = directory().resolve(
      "api", namespace: nil, callerNamespace: "bank", operation: "write")
    guard case .unknownOperation(let operations) = wrongOperation else {
      Issue.record("bank's own api can not write: \(wrongOperation)")
      return
    }
    #expect(operations == ["read"])
    let wrongName = directory().resolve(
      "ledger", namespace: "shop", callerNamespace: "bank", operation: "book")
    guard case .unknownName(let names) = wrongName else {
      Issue.record("shop has no ledger: \(wrongName)")
      return
    }
    #expect(names == ["api", "ledger"])
  }
}
