import Cluster
import TestSupport
import Testing

@Suite("Kubelet QoS and cgroups Conformance")
struct KubeletConformanceTests {
  struct Amounts: Decodable, Sendable {
    var cpuMilli: Int64?
    var memoryBytes: Int64?
  }

  struct ContainerRow: Decodable, Sendable {
    var requests: Amounts?
    var limits: Amounts?

    /// The container as the kubelet has it; what is not given is not defaulted.
    var spec: ContainerSpec {
      var container = ContainerSpec(name: "main", image: "main:1")
      container.requests = PodResources(
        cpuMilli: requests?.cpuMilli ?? 0, memory: requests?.memoryBytes ?? 0)
      container.hasCPURequest = requests?.cpuMilli != nil
      container.hasMemoryRequest = requests?.memoryBytes != nil
      container.cpuLimitMilli = limits?.cpuMilli.flatMap { $0 > 0 ? $0 : nil }
      container.memoryLimit = limits?.memoryBytes
      return container
    }
  }

  struct ScoreRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable {
      var min: Int
      var max: Int
    }
    var id: String
    var memoryCapacityBytes: Int64
    var priority: Int32?
    var priorityClassName: String?
    var requests: Amounts?
    var limits: Amounts?
    var expect: Expectation
    var testDescription: String { id }
  }

  struct QuotaRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable {
      var quotaUs: Int64
      var periodUs: Int64
    }
    var id: String
    var milliCPU: Int64
    var expect: Expectation
    var testDescription: String { id }
  }

  struct CgroupRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable {
      var cpuShares: Int64
      var cpuQuotaUs: Int64?
      var memoryLimitBytes: Int64?
    }
    var id: String
    var containers: [ContainerRow]
    var initContainers: [ContainerRow]?
    var expect: Expectation
    var testDescription: String { id }
  }

  private static let file = CaseFile("kubelet_qos_cgroup.json")

  @Test("Every array of the file is run")
  func arrays() {
    let known: [String: any Decodable.Type] = [
      "cfsQuotaCases": QuotaRow.self, "oomScoreCases": ScoreRow.self,
      "podCgroupCases": CgroupRow.self,
    ]
    #expect(Self.file.findings(known, comparingAll: true) == [])
  }

  @Test(
    "A container's OOM score follows from its pod's class and its memory request",
    arguments: file.rows("oomScoreCases", of: ScoreRow.self))
  func score(_ row: ScoreRow) {
    let container = ContainerRow(requests: row.requests, limits: row.limits).spec
    let score = OOMScore.adjustment(
      QualityOfService.of([container]),
      isNodeCritical: OOMScore.isNodeCritical(
        priority: row.priority ?? 0, className: row.priorityClassName),
      memoryRequest: container.requests.memory, capacity: row.memoryCapacityBytes)
    #expect(score >= row.expect.min && score <= row.expect.max)
  }

  @Test(
    "A CPU limit becomes a quota per period",
    arguments: file.rows("cfsQuotaCases", of: QuotaRow.self))
  func quota(_ row: QuotaRow) {
    let quota = CFSQuota(milliCPU: row.milliCPU)
    #expect(quota.quotaMicroseconds == row.expect.quotaUs)
    #expect(quota.periodMicroseconds == row.expect.periodUs)
  }

  @Test(
    "A pod's cgroup has the shares and limits of its containers",
    arguments: file.rows("podCgroupCases", of: CgroupRow.self))
  func cgroup(_ row: CgroupRow) {
    var template = PodTemplate()
    template.containers = row.containers.map(\.spec)
    template.initContainers = (row.initContainers ?? []).map(\.spec)
    let cgroup = PodCgroup(template)
    #expect(cgroup.cpuShares == row.expect.cpuShares)
    #expect(cgroup.cpuQuotaMicroseconds == row.expect.cpuQuotaUs)
    #expect(cgroup.memoryLimit == row.expect.memoryLimitBytes)
  }
}
