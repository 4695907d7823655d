extension UnmodelledField {
  /// All fields that have no effect although a reader of the manifests would expect one.
  static let catalog =
    pods + routes + destinations + meshSecurity + deliveries + postgres
    + operated + webhooks + others

  /// Where a kind keeps the spec of its pods.
  private static let podSpecs = [
    ("", "Pod", "spec"), ("apps", "Deployment", "spec template spec"),
    ("apps", "ReplicaSet", "spec template spec"), ("apps", "StatefulSet", "spec template spec"),
    ("apps", "DaemonSet", "spec template spec"), ("batch", "Job", "spec template spec"),
    ("batch", "CronJob", "spec jobTemplate spec template spec"),
    ("argoproj.io", "Rollout", "spec template spec"),
  ]

  private static let pods = podSpecs.flatMap { group, kind, spec in
    [
      UnmodelledField(
        group, kind, "\(spec) schedulerName", "the default scheduler's rules place the pods",
        unless: ["default-scheduler"]),
      UnmodelledField(group, kind, "\(spec) hostAliases", "these names are asked of the DNS"),
    ]
  }

  private static let istio = "networking.istio.io"

  private static let routes =
    [
      UnmodelledField(
        istio, "VirtualService", "spec http[] match[] headers",
        "calls carry no headers: none comes under this condition"),
      UnmodelledField(
        istio, "VirtualService", "spec http[] match[] queryParams",
        "calls carry no parameters: none comes under this condition"),
      UnmodelledField(
        istio, "VirtualService", "spec http[] match[] method",
        "calls of every method come under this condition"),
      UnmodelledField(istio, "VirtualService", "spec http[] mirror", "no call is mirrored"),
      UnmodelledField(istio, "VirtualService", "spec http[] mirrors", "no call is mirrored"),
      UnmodelledField(istio, "VirtualService", "spec http[] redirect", "no call is redirected"),
      UnmodelledField(
        istio, "VirtualService", "spec tcp", "no connection is routed by these rules"),
      UnmodelledField(
        istio, "VirtualService", "spec tls", "no connection is routed by these rules"),
    ]

  private static let destinations =
    ["spec trafficPolicy", "spec subsets[] trafficPolicy"].flatMap { policy in
      [
        ("connectionPool tcp maxConnectionDuration", "connections of any age are kept"),
        ("connectionPool tcp idleTimeout", "idle connections are kept"),
        ("connectionPool http idleTimeout", "idle connections are kept"),
        ("connectionPool http maxRequestsPerConnection", "connections are kept"),
        ("connectionPool http maxConcurrentStreams", "a connection carries any number of calls"),
        (
          "outlierDetection consecutiveLocalOriginFailures",
          "connections that fail count as errors"
        ),
        (
          "outlierDetection splitExternalLocalOriginErrors",
          "connections that fail count as errors"
        ),
        ("loadBalancer consistentHash", "callers choose by least request"),
        ("loadBalancer localityLbSetting", "callers choose by least request in all places"),
        ("loadBalancer warmup", "a new endpoint gets its full share at once"),
        ("loadBalancer warmupDurationSecs", "a new endpoint gets its full share at once"),
        ("portLevelSettings", "the settings of a port have no effect"),
        ("retryBudget", "retries are bounded by their attempts only"),
        ("tunnel", "connections are not tunnelled"),
        ("proxyProtocol", "connections carry no PROXY header"),
      ].map { UnmodelledField(istio, "DestinationRule", "\(policy) \($0)", $1) }
        + [
          UnmodelledField(
            istio, "DestinationRule", "\(policy) connectionPool tcp connectTimeout",
            "proxies try to connect for 10 s", unless: ["10s"]),
          UnmodelledField(
            istio, "DestinationRule", "\(policy) loadBalancer simple",
            "callers choose by least request",
            unless: ["LEAST_REQUEST", "LEAST_CONN", "UNSPECIFIED", "ROUND_ROBIN", "RANDOM"]),
        ]
    }

  private static let meshSecurity = [
    UnmodelledField(
      "security.istio.io", "PeerAuthentication", "spec mtls mode",
      "no call is refused for coming without a certificate",
      unless: ["PERMISSIVE", "DISABLE", "UNSET"]),
    UnmodelledField(
      "security.istio.io", "RequestAuthentication", "spec jwtRules", "no token is checked"),
    UnmodelledField("security.istio.io", "AuthorizationPolicy", "", "no call is refused by it"),
    UnmodelledField(
      istio, "Sidecar", "spec outboundTrafficPolicy mode", "calls to any host are let through",
      unless: ["ALLOW_ANY"]),
    UnmodelledField(istio, "EnvoyFilter", "", "it changes no proxy"),
    UnmodelledField(
      "cert-manager.io", "Certificate", "", "certificates do not expire and are not renewed"),
  ]

  private static let deliveries = [
    UnmodelledField(
      "argoproj.io", "Rollout", "spec strategy canary steps",
      "a new version is rolled out as a Deployment's"),
    UnmodelledField(
      "argoproj.io", "Rollout", "spec strategy blueGreen",
      "a new version is rolled out as a Deployment's"),
    UnmodelledField("argoproj.io", "AnalysisTemplate", "", "nothing is analysed"),
    UnmodelledField(
      "flagger.app", "Canary", "",
      "nothing is shifted or analysed by it, and all its Services lead to the target"),
  ]

  private static let postgres =
    [
      ("startup", "instances are probed as the operator does by itself"),
      ("readiness", "instances are probed as the operator does by itself"),
      ("liveness isolationCheck requestTimeout", "an instance that is reached answers in time"),
      ("liveness isolationCheck connectionTimeout", "an instance that is reached answers in time"),
    ].map { UnmodelledField("postgresql.cnpg.io", "Cluster", "spec probes \($0)", $1) }
    + [
      ("replica enabled", "the cluster has a primary of its own", ["false"]),
      ("replica primary", "the cluster has a primary of its own", []),
      ("bootstrap recovery", "the cluster starts without the data of another", []),
      ("bootstrap pg_basebackup", "the cluster starts without the data of another", []),
    ].map { UnmodelledField("postgresql.cnpg.io", "Cluster", "spec \($0)", $1, unless: $2) }
    + [
      UnmodelledField(
        "barmancloud.cnpg.io", "ObjectStore", "spec instanceSidecarConfiguration resources",
        "instances have no container of the plugin")
    ]

  private static let webhooks =
    ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"].map { kind in
      UnmodelledField(
        "admissionregistration.k8s.io", kind, "webhooks[] matchConditions[] expression",
        "every request is taken to meet the condition", unless: ["true"])
    }

  private static let others =
    [
      "canary", "limit-rps", "limit-rpm", "limit-connections", "affinity", "load-balance",
      "upstream-hash-by", "service-upstream", "proxy-send-timeout",
    ].map {
      UnmodelledField(
        "networking.k8s.io", "Ingress", "metadata annotations nginx.ingress.kubernetes.io/\($0)",
        "the controller does as its model says")
    }
    + [
      UnmodelledField(
        "", "PersistentVolumeClaim", "spec dataSource", "the volume is made without content"),
      UnmodelledField(
        "", "PersistentVolumeClaim", "spec dataSourceRef", "the volume is made without content"),
      UnmodelledField(
        "storage.k8s.io", "CSIDriver", "spec attachRequired",
        "its volumes are attached to nodes as others are", unless: ["true"]),
      UnmodelledField(
        "node.k8s.io", "RuntimeClass", "handler",
        "every node has it, and containers start and run by it as by runc", unless: ["runc"]),
      UnmodelledField(
        "", "Service", "spec loadBalancerSourceRanges", "users from everywhere are let in"),
      UnmodelledField("", "Service", "spec externalIPs", "nobody comes by these addresses"),
      UnmodelledField("", "Endpoints", "", "a Service has the endpoints of its pods only"),
      UnmodelledField(
        "discovery.k8s.io", "EndpointSlice", "", "a Service has the endpoints of its pods only"),
      UnmodelledField("monitoring.coreos.com", "PrometheusRule", "", "no alert can fire"),
    ]
}
