import Manifests
import SimulationKernel
import Testing

/// The oracle of every default is the API reference: the value that `kubectl get -o yaml` shows
/// after the smallest manifest was applied.
@Suite("Defaults of absent fields")
struct DecodingDefaultsTests {
  static let template = """
      template:
        metadata: {labels: {a: b}}
        spec: {containers: [{name: c, image: "registry:5000/i:1"}]}
    """

  static func workload(_ kind: String) -> DecodedPlatform {
    DecodedPlatform(
      """
      apiVersion: apps/v1
      kind: \(kind)
      metadata: {name: w}
      spec:
        selector: {matchLabels: {a: b}}
      \(template)
      """)
  }

  private static let empties = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: w, namespace: ""}
    spec:
      selector: {matchLabels: {a: b}}
      strategy: {type: ""}
      template:
        metadata: {labels: {a: b}}
        spec:
          restartPolicy: ""
          dnsPolicy: ""
          tolerations: [{key: a, operator: "", value: b, effect: ""}]
          containers:
            - name: c
              image: i
              imagePullPolicy: ""
              ports:
                - {name: "", containerPort: 80, protocol: "", hostPort: 0}
                - {name: "", containerPort: 81, hostPort: 0}
              livenessProbe:
                httpGet: {port: 80, scheme: "", path: "", host: ""}
                timeoutSeconds: 0
                periodSeconds: 0
                failureThreshold: 0
                successThreshold: 0
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: s}
    spec:
      type: ""
      sessionAffinity: ""
      externalTrafficPolicy: ""
      selector: {a: b}
      ports: [{name: "", port: 80, protocol: "", targetPort: 0}]
    """

  @Test("empty text and a probe's zeros are the same as no field where the field is no pointer")
  func emptyFields() throws {
    let platform = DecodedPlatform(Self.empties)
    #expect(platform.places == [])
    let pod = try #require(platform.set.deployments.first?.template.spec)
    let container = try #require(pod.containers.first)
    #expect(pod.restartPolicy == .always)
    #expect(container.imagePullPolicy == .always)
    #expect(container.ports.map(\.hostPort) == [nil, nil])
    let probe = try #require(container.livenessProbe)
    #expect([probe.timeoutSeconds, probe.periodSeconds] == [1, 10])
    #expect([probe.successThreshold, probe.failureThreshold] == [1, 3])
    #expect(probe.httpGet?.scheme == "HTTP" && probe.httpGet?.path == "/")
  }

  @Test("a Deployment rolls 25 % either way, keeps ten revisions and waits ten minutes")
  func deployment() throws {
    let platform = Self.workload("Deployment")
    #expect(platform.places == [])
    let deployment = try #require(platform.set.deployments.first)
    #expect(deployment.replicas == 1)
    #expect(deployment.strategy.type == .rollingUpdate)
    #expect(deployment.strategy.rollingUpdate.maxSurge == .percent(25))
    #expect(deployment.strategy.rollingUpdate.maxUnavailable == .percent(25))
    #expect(deployment.revisionHistoryLimit == 10)
    #expect(deployment.progressDeadlineSeconds == 600)
    #expect(!deployment.paused)
  }

  @Test("a pod restarts always, ends within 30 seconds and uses the cluster's DNS")
  func podSpec() throws {
    let pod = try #require(Self.workload("Deployment").set.deployments.first).template.spec
    #expect(pod.restartPolicy == .always)
    #expect(pod.terminationGracePeriodSeconds == 30)
    #expect(pod.dnsPolicy == .clusterFirst)
    #expect(pod.schedulerName == "default-scheduler")
    #expect(pod.serviceAccountName == "default")
    #expect(pod.enableServiceLinks)
    #expect(!pod.hostNetwork)
    #expect(pod.preemptionPolicy == nil)
  }

  @Test("a StatefulSet is ordered, keeps its claims and starts at ordinal 0")
  func statefulSet() throws {
    let platform = Self.workload("StatefulSet")
    #expect(platform.places == [])
    let set = try #require(platform.set.statefulSets.first)
    #expect(set.podManagementPolicy == .orderedReady)
    #expect(set.updateStrategy.type == .rollingUpdate)
    #expect(set.updateStrategy.rollingUpdate.partition == 0)
    #expect(set.persistentVolumeClaimRetentionPolicy.whenDeleted == .retain)
    #expect(set.ordinals.start == 0)
  }

  @Test("a DaemonSet updates one node at a time")
  func daemonSet() throws {
    let set = try #require(Self.workload("DaemonSet").set.daemonSets.first)
    #expect(set.updateStrategy.rollingUpdate.maxUnavailable == .int(1))
    #expect(set.updateStrategy.rollingUpdate.maxSurge == .int(0))
  }

  @Test("a Job completes once, endures six failures, and only a given parallelism is a work queue")
  func job() throws {
    let text = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: j}
      spec:
        EXTRA
        template:
          spec:
            restartPolicy: Never
            containers: [{name: c, image: "i:1"}]
      """
    let plain = try #require(
      DecodedPlatform(text.replacing("EXTRA", with: "suspend: false")).set.jobs.first)
    #expect(plain.spec.completions == 1)
    #expect(plain.spec.parallelism == 1)
    #expect(plain.spec.backoffLimit == 6)
    #expect(plain.spec.completionMode == .nonIndexed)
    #expect(plain.spec.podReplacementPolicy == .terminatingOrFailed)
    let queue = try #require(
      DecodedPlatform(text.replacing("EXTRA", with: "parallelism: 3")).set.jobs.first)
    #expect(queue.spec.completions == nil)
    let indexed = try #require(
      DecodedPlatform(
        text.replacing(
          "EXTRA",
          with: "completionMode: Indexed\n  completions: 4\n  backoffLimitPerIndex: 1")
      ).set.jobs.first)
    #expect(indexed.spec.backoffLimit == Int(Int32.max))
  }

  @Test("a CronJob allows overlap and keeps three successes and one failure")
  func cronJob() throws {
    let platform = DecodedPlatform(
      """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: c}
      spec:
        schedule: "*/5 * * * *"
        jobTemplate:
          spec:
            template:
              spec: {restartPolicy: OnFailure, containers: [{name: c, image: "i:1"}]}
      """)
    #expect(platform.places == [])
    let job = try #require(platform.set.cronJobs.first)
    #expect(job.concurrencyPolicy == .allow)
    #expect(job.successfulJobsHistoryLimit == 3)
    #expect(job.failedJobsHistoryLimit == 1)
    let everyFive: UInt64 = stride(from: 0, to: 60, by: 5).reduce(0) { $0 | 1 << UInt64($1) }
    #expect(job.schedule.minutes == everyFive)
  }

  @Test(
    "an image is pulled always only for the tag latest or none",
    arguments: [
      ("nginx", PullPolicy.always), ("nginx:latest", .always), ("registry:5000/nginx", .always),
      ("nginx:1.25", .ifNotPresent), ("registry:5000/team/nginx:2", .ifNotPresent),
      ("nginx@sha256:0123", .ifNotPresent),
    ])
  func pullPolicy(image: String, policy: PullPolicy) {
    #expect(PullPolicy(defaultFor: image) == policy)
  }

  @Test("a limit without a request is also the request; a probe has the kubelet's numbers")
  func container() throws {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec:
        containers:
          - name: c
            image: i:1
            ports: [{containerPort: 80}]
            resources:
              limits: {cpu: 500m, memory: 1Gi}
              requests: {cpu: 250m}
            readinessProbe: {httpGet: {port: 80}}
      """)
    #expect(platform.places == [])
    let container = try #require(platform.set.pods.first?.spec.containers.first)
    #expect(container.resources.requests.cpu == Quantity(milli: 250))
    #expect(container.resources.requests.memory == Quantity(1 << 30))
    #expect(container.ports.first?.protocol == .tcp)
    let probe = try #require(container.readinessProbe)
    #expect(probe.initialDelaySeconds == 0)
    #expect(probe.timeoutSeconds == 1)
    #expect(probe.periodSeconds == 10)
    #expect(probe.successThreshold == 1)
    #expect(probe.failureThreshold == 3)
    #expect(probe.httpGet?.path == "/")
  }

  @Test("a Service is internal, without affinity, and 10,800 seconds is affinity's default")
  func service() throws {
    let platform = DecodedPlatform(
      "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 80}]}\n")
    #expect(platform.places == [])
    let service = try #require(platform.set.services.first)
    #expect(service.type == .clusterIP)
    #expect(service.sessionAffinity == .none)
    #expect(service.sessionAffinityConfig.clientIP.timeoutSeconds == 10_800)
    #expect(service.externalTrafficPolicy == .cluster)
    #expect(service.ports.first?.targetPort == nil)
  }

  @Test("an autoscaler/v1 means CPU utilisation, and behaviour has the documented defaults")
  func autoscaler() throws {
    func autoscaler(_ version: String, _ more: String) throws -> HorizontalPodAutoscaler {
      let platform = DecodedPlatform(
        """
        apiVersion: autoscaling/\(version)
        kind: HorizontalPodAutoscaler
        metadata: {name: h}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}
          maxReplicas: 5
          \(more)
        """)
      #expect(platform.places == [])
      return try #require(platform.set.horizontalPodAutoscalers.first)
    }
    let old = try autoscaler("v1", "targetCPUUtilizationPercentage: 60")
    #expect(old.metrics.map { $0.resource?.target.averageUtilization } == [60])
    let bare = try autoscaler("v2", "minReplicas: 2")
    #expect(bare.metrics.map { $0.resource?.target.averageUtilization } == [80])
    // Without `behavior` the controller has rules of its own; the defaults fill a given one.
    #expect(bare.behavior == nil)
    let partial = try autoscaler(
      "v2", "behavior: {scaleDown: {stabilizationWindowSeconds: 60, selectPolicy: Min}}")
    let behavior = try #require(partial.behavior)
    #expect(behavior.scaleDown.stabilizationWindowSeconds == 60)
    #expect(behavior.scaleDown.policies.map(\.value) == [100])
    #expect(behavior.scaleUp.policies.map(\.value) == [4, 100])
    #expect(behavior.scaleUp.stabilizationWindowSeconds == 0)
  }

  @Test("a policy isolates egress only when it has egress rules or says so")
  func networkPolicy() {
    func types(_ spec: String) -> [PolicyType]? {
      let text =
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: isolated}\n"
      return DecodedPlatform(text + "spec: \(spec)\n").set.networkPolicies.first?.policyTypes
    }
    #expect(types("{podSelector: {}}") == [.ingress])
    #expect(types("{podSelector: {}, egress: [{}]}") == [.ingress, .egress])
    #expect(types("{podSelector: {}, policyTypes: [Egress]}") == [.egress])
  }

  @Test("a LimitRange's defaults follow from its bounds")
  func limitRange() throws {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: l}
      spec: {limits: [{type: Container, max: {cpu: 2}, min: {memory: 1Mi}}]}
      """)
    #expect(platform.places == [])
    let limit = try #require(platform.set.limitRanges.first?.limits.first)
    #expect(limit.default.cpu == Quantity(2))
    #expect(limit.defaultRequest.cpu == Quantity(2))
    #expect(limit.defaultRequest.memory == Quantity(1 << 20))
    #expect(limit.default.memory == nil)
  }

  @Test("a Secret's data is decoded, and stringData wins")
  func secret() throws {
    let platform = DecodedPlatform(
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: s}
      data: {user: cG9zdGdyZXM=, password: b2xk}
      stringData: {password: new}
      """)
    #expect(platform.places == [])
    let secret = try #require(platform.set.secrets.first)
    #expect(secret.data["user"] == "postgres")
    #expect(secret.data["password"] == "new")
    #expect(secret.type == "Opaque")
  }

  @Test("an object with a generated name takes the loader's")
  func generatedName() {
    let platform = DecodedPlatform(
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: c-}\n")
    #expect(platform.places == [])
    #expect(platform.set.configMaps.map(\.metadata.name) == ["c-1"])
  }
}
