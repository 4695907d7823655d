import Manifests
import Testing

/// The cases of kubernetes-sigs/cluster-proportional-autoscaler pkg/autoscaler/controller
/// (linear_controller_test.go, ladder_controller_test.go), and the example of its README.
@Suite("Replicas in proportion to a cluster")
struct ClusterProportionTests {
  private func replicas(
    _ mode: String, _ text: String, cores: Int, nodes: Int, cordoned: Int = 0
  ) -> Int? {
    var all = ClusterProportion.Size()
    all.nodes = nodes
    all.cores = cores
    var schedulable = all
    schedulable.nodes -= cordoned
    return ClusterProportion(StringMap([(mode, text)])).replicas(schedulable: schedulable, all: all)
  }

  @Test(
    "The linear mode has so many nodes and cores for each replica",
    arguments: [
      (0, 0, 1), (1, 2, 2), (2, 3, 2), (3, 4, 2), (4, 4, 2), (6, 4, 3), (6, 5, 3), (8, 5, 4),
      (8, 15, 6), (8, 16, 7), (19, 21, 10), (23, 20, 12), (26, 38, 16), (30, 49, 20), (40, 20, 20),
    ])
  func linear(cores: Int, nodes: Int, wanted: Int) {
    let text =
      "{\"coresPerReplica\": 2, \"nodesPerReplica\": 2.5, \"min\": 1, \"max\": 100, "
      + "\"preventSinglePointFailure\": true}"
    #expect(replicas("linear", text, cores: cores, nodes: nodes) == wanted)
  }

  @Test(
    "One of the two is enough, within the bounds",
    arguments: [(0, 2), (1, 2), (4, 2), (6, 3), (11, 6), (19, 10), (40, 20), (1_000, 100)])
  func bounds(cores: Int, wanted: Int) {
    let text = "{\"coresPerReplica\": 2, \"min\": 2, \"max\": 100}"
    #expect(replicas("linear", text, cores: cores, nodes: 1_000) == wanted)
  }

  @Test("Cordoned nodes count only where that is asked")
  func cordoned() {
    let counts = [false, true].map { isCounted in
      replicas(
        "linear", "{\"nodesPerReplica\": 1, \"includeUnschedulableNodes\": \(isCounted)}",
        cores: 0, nodes: 5, cordoned: 2)
    }
    #expect(counts == [3, 5])
  }

  @Test(
    "The ladder mode has the replicas of the highest step that is reached",
    arguments: [
      (0, 1), (1, 1), (2, 2), (3, 3), (4, 4), (6, 4), (10, 10), (11, 10), (19, 10), (20, 20),
      (21, 20), (40, 20),
    ])
  func ladder(nodes: Int, wanted: Int) {
    // In another order than that of the steps.
    let text = "{\"nodesToReplicas\": [[20, 20], [1, 1], [2, 2], [4, 4], [3, 3], [10, 10]]}"
    #expect(replicas("ladder", text, cores: 0, nodes: nodes) == wanted)
  }

  @Test("Of the two ladders the one with more replicas counts, and there may be none")
  func ladders() {
    let text =
      "{\"coresToReplicas\": [[1, 1], [64, 3], [512, 5], [1024, 7], [2048, 10], [4096, 15]], "
      + "\"nodesToReplicas\": [[1, 1], [2, 2]]}"
    #expect(replicas("ladder", text, cores: 400, nodes: 100) == 3)
    let none = "{\"nodesToReplicas\": [[0, 0], [6, 1]], \"coresToReplicas\": [[0, 0]]}"
    #expect(replicas("ladder", none, cores: 8, nodes: 5) == 0)
    #expect(replicas("ladder", none, cores: 8, nodes: 6) == 1)
  }

  /// The API's field replicas is an int32.
  @Test(
    "Numbers that no object holds are cut to the most that one does",
    arguments: [
      ("ladder", "{\"nodesToReplicas\": [[1, 9223372036854775807]]}"),
      ("linear", "{\"nodesPerReplica\": 1e-18, \"max\": 9223372036854775807}"),
      ("linear", "{\"nodesPerReplica\": 1, \"min\": 9223372036854775807}"),
    ])
  func great(mode: String, text: String) {
    #expect(replicas(mode, text, cores: 8, nodes: 100) == Int(Int32.max))
  }

  @Test(
    "Parameters that the autoscaler does not take give no number",
    arguments: [
      ("linear", "{\"coresPerReplica\": {{ 1:1 } }", "could not parse parameters"),
      ("linear", "{\"coresPerReplica\": \"whatisthis\"", "could not parse parameters"),
      ("linear", "{\"nodesPerReplica\": -20}", "invalid negative value for nodesPerReplica"),
      (
        "linear", "{\"nodesPerReplica\": 1, \"min\": 100, \"max\": 50}",
        "max replicas count 50 should be greater than / equal to min replicas count 100"
      ),
      ("linear", "{\"min\": 1, \"max\": 100}", "either CoresPerReplica or NodesPerReplica"),
      ("ladder", "{\"coresToReplicas\": [[1, \"a\"]]}", "could not parse parameters"),
      ("ladder", "{\"coresToReplicas\": [[-1, 1]]}", "invalid negative values in entry [-1 1]"),
      ("steps", "{}", "not a supported control mode: steps"),
    ])
  func refused(mode: String, text: String, problem: String) {
    guard case .refused(let told) = ClusterProportion(StringMap([(mode, text)])) else {
      Issue.record("\(text) was taken")
      return
    }
    #expect(told.contains(problem), "\(told)")
  }
}
