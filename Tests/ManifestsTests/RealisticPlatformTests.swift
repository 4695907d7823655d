import Manifests
import SimulationKernel
import Testing

/// Manifests as teams write them: everything that the scheduler, the kubelet and the mesh look at.
@Suite("A realistic platform")
struct RealisticPlatformTests {
  static let orders = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
      namespace: shop
      labels: {app.kubernetes.io/name: orders}
      annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
    spec:
      replicas: 6
      strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
      selector: {matchLabels: {app: orders}}
      template:
        metadata:
          labels: {app: orders, version: v1}
          annotations: {sidecar.istio.io/proxyCPU: 100m}
        spec:
          serviceAccountName: orders
          priorityClassName: business
          terminationGracePeriodSeconds: 45
          securityContext: {runAsNonRoot: true, fsGroup: 2000}
          affinity:
            podAntiAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 100
                  podAffinityTerm:
                    topologyKey: kubernetes.io/hostname
                    labelSelector: {matchExpressions: [{key: app, operator: In, values: [orders]}]}
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions: [{key: disk, operator: NotIn, values: [hdd]}]
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: ScheduleAnyway
              labelSelector: {matchLabels: {app: orders}}
          tolerations:
            - {key: dedicated, operator: Equal, value: apps, effect: NoSchedule}
            - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute,
               tolerationSeconds: 30}
          initContainers:
            - {name: migrate, image: "shop/migrate:7", command: [./migrate]}
            - {name: logs, image: "fluent/fluent-bit:3.1", restartPolicy: Always}
          containers:
            - name: orders
              image: shop/orders:1.4.2
              ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 9090}]
              env:
                - {name: DB_HOST, value: "pg-rw.data.svc.cluster.local"}
                - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
                - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
              envFrom: [{configMapRef: {name: orders-config}}]
              resources: {requests: {cpu: 250m, memory: 256Mi}, limits: {memory: 512Mi}}
              startupProbe: {httpGet: {path: /healthz, port: http}, failureThreshold: 30}
              readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 5}
              livenessProbe: {tcpSocket: {port: 8080}}
              lifecycle: {preStop: {sleep: {seconds: 5}}}
              volumeMounts:
                - {name: config, mountPath: /etc/orders, readOnly: true}
                - {name: tmp, mountPath: /tmp}
          volumes:
            - {name: config, configMap: {name: orders-config}}
            - {name: tmp, emptyDir: {sizeLimit: 100Mi}}
    """

  static let redis = """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: redis, namespace: shop}
    spec:
      serviceName: redis
      replicas: 3
      podManagementPolicy: Parallel
      selector: {matchLabels: {app: redis}}
      template:
        metadata: {labels: {app: redis}}
        spec:
          containers:
            - name: redis
              image: redis:7.2
              args: [--appendonly, "yes"]
              volumeMounts: [{name: data, mountPath: /data}]
      volumeClaimTemplates:
        - metadata: {name: data}
          spec:
            accessModes: [ReadWriteOnce]
            storageClassName: fast
            resources: {requests: {storage: 10Gi}}
    """

  static let surroundings = """
    {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
    ---
    apiVersion: v1
    kind: Node
    metadata: {name: worker-1, labels: {topology.kubernetes.io/zone: a}}
    spec: {taints: [{key: dedicated, value: apps, effect: NoSchedule}]}
    status: {allocatable: {cpu: "8", memory: 30Gi, pods: "110"}}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: orders, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}
      minReplicas: 6
      maxReplicas: 30
      metrics:
        - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
        - type: Pods
          pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: "50"}}
      behavior: {scaleDown: {policies: [{type: Percent, value: 10, periodSeconds: 60}]}}
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: orders, namespace: shop}
    spec: {maxUnavailable: 20%, selector: {matchLabels: {app: orders}}}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: redis, namespace: shop}
    spec:
      podSelector: {matchLabels: {app: redis}}
      ingress: [{from: [{podSelector: {matchLabels: {app: orders}}}], ports: [{port: 6379}]}]
    """

  static let platform = DecodedPlatform(
    [orders, redis, surroundings].joined(separator: "\n---\n") + "\n")

  @Test("nothing in it is wrong")
  func isClean() {
    #expect(Self.platform.places == [])
  }

  @Test("a Deployment keeps all that the scheduler and the kubelet look at")
  func deployment() throws {
    let orders = try #require(Self.platform.set.deployments.first)
    #expect(orders.metadata.namespace == "shop")
    #expect(orders.strategy.rollingUpdate.maxUnavailable == .int(0))
    let pod = orders.template.spec
    #expect(pod.initContainers.map(\.restartPolicy) == [nil, .always])
    #expect(pod.tolerations.map(\.tolerationSeconds) == [nil, 30])
    #expect(pod.topologySpreadConstraints.first?.whenUnsatisfiable == .scheduleAnyway)
    let anti = pod.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution
    let term = try #require(anti?.first).podAffinityTerm
    #expect(term.labelSelector?.matches(orders.template.metadata.labels) == true)
    let container = try #require(pod.containers.first)
    #expect(container.env.map(\.valueFrom?.secretKeyRef?.key) == [nil, "password", nil])
    #expect(container.resources.limits.cpu == nil)
    #expect(container.readinessProbe?.httpGet?.port == .name("http"))
    #expect(container.livenessProbe?.tcpSocket?.port == .number(8080))
    #expect(container.lifecycle?.preStop?.sleep?.seconds == 5)
    #expect(pod.volumes.map { $0.emptyDir?.sizeLimit } == [nil, Quantity(100 << 20)])
  }

  @Test("what surrounds it is read as it was written")
  func surroundings() throws {
    let set = Self.platform.set
    let claim = try #require(set.statefulSets.first?.volumeClaimTemplates.first)
    #expect(claim.spec.resources.requests["storage"] == Quantity(10 << 30))
    #expect(set.nodes.first?.status.allocatable["pods"] == Quantity(110))
    #expect(set.nodes.first?.taints.map(\.effect) == [.noSchedule])
    #expect(set.podDisruptionBudgets.first?.maxUnavailable == .percent(20))
    let scaler = try #require(set.horizontalPodAutoscalers.first)
    #expect(scaler.metrics.map(\.type) == [.resource, .pods])
    #expect(scaler.behavior?.scaleDown.policies.map(\.value) == [10])
    #expect(set.networkPolicies.first?.ingress.first?.ports.first?.port == .number(6379))
  }
}
