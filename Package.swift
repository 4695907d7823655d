// swift-tools-version: 6.3
import PackageDescription

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")

// One target a room. Arrows only point down (ArchitectureTests reads the imports).
let rooms: [Target] = [
  .target(name: "SimulationKernel"),
  .target(
    name: "Manifests", dependencies: ["SimulationKernel", yaml],
    exclude: ["Schema/generate-field-table.py"],
    resources: [
      .embedInCode("Schema/Resources/kubernetes-fields.txt"),
      .embedInCode("Schema/Resources/custom-resource-fields.txt"),
    ]),
  .target(name: "Metrics", dependencies: ["SimulationKernel"]),
  .target(name: "Cluster", dependencies: ["SimulationKernel", "Manifests", "Metrics"]),
  .target(name: "Mesh", dependencies: ["SimulationKernel", "Manifests", "Metrics", "Cluster"]),
  .target(
    name: "Workload", dependencies: ["SimulationKernel", "Manifests", "Metrics", "Cluster", "Mesh"]),
  .target(
    name: "Stores",
    dependencies: ["SimulationKernel", "Manifests", "Metrics", "Cluster", "Mesh", "Workload"]),
  .target(
    name: "Traffic",
    dependencies: ["SimulationKernel", "Manifests", "Metrics", "Cluster", "Mesh", "Workload"]),
  .target(
    name: "Observability",
    dependencies: ["SimulationKernel", "Manifests", "Metrics", "Cluster", "Mesh", "Workload"]),
  .target(
    name: "Twin",
    dependencies: [
      "SimulationKernel", "Manifests", "Metrics", "Cluster", "Mesh", "Workload", "Stores",
      "Traffic", "Observability",
    ]),
  .target(name: "Results", dependencies: ["SimulationKernel", "Manifests", "Metrics", database]),
  .target(name: "Report", dependencies: ["SimulationKernel", "Metrics", "Results"]),
  .systemLibrary(name: "CMalloc"),
  .executableTarget(
    name: "vhsim",
    dependencies: [
      "SimulationKernel", "Manifests", "Metrics", "Twin", "Results", "Report", "CMalloc",
      argumentParser,
    ]),
]

// Tests mirror the rooms, and four suites look at the house as a whole.
func tests(_ room: Target.Dependency, named name: String, besides more: [Target.Dependency] = [])
  -> Target
{
  .testTarget(name: name + "Tests", dependencies: [room, "TestSupport"] + more)
}

let suites: [Target] = [
  .target(
    name: "TestSupport", dependencies: ["SimulationKernel", "Manifests"], path: "Tests/TestSupport"),
  tests("SimulationKernel", named: "SimulationKernel"),
  tests("Manifests", named: "Manifests"),
  tests("Cluster", named: "Cluster", besides: ["SimulationKernel", "Manifests", "Metrics"]),
  tests("Mesh", named: "Mesh", besides: ["SimulationKernel"]),
  tests(
    "Workload", named: "Workload",
    besides: ["SimulationKernel", "Manifests", "Metrics", "Cluster", "Mesh"]),
  tests(
    "Traffic", named: "Traffic",
    besides: ["SimulationKernel", "Manifests", "Mesh", "Cluster", "Workload"]),
  tests("Stores", named: "Stores", besides: ["SimulationKernel", "Manifests", "Cluster"]),
  tests("Results", named: "Results", besides: ["SimulationKernel", "Manifests", "Metrics"]),
  tests("Report", named: "Report", besides: ["SimulationKernel", "Metrics", "Results"]),
  tests("Twin", named: "Twin", besides: ["SimulationKernel", "Manifests", "Metrics"]),
  .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
  .testTarget(name: "IntegrationTests", dependencies: ["TestSupport"]),
]

let package = Package(
  name: "vhsim",
  products: [.executable(name: "vhsim", targets: ["vhsim"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: rooms + suites
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
  ]
}
