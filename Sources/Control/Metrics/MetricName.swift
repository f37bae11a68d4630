/// Every metric of the hub's, by the name that Prometheus knows it by. What its labels can be is closed in code.
package enum MetricName: String, CaseIterable, Sendable {
    case launches = "berth_launches_total"
    case launchSeconds = "berth_launch_seconds"
    case phaseSeconds = "berth_launch_phase_seconds"
    case finished = "berth_servers_finished_total"
    case resizes = "berth_resizes_total"
    case outOfMemory = "berth_out_of_memory_total"
    case engineCalls = "berth_engine_call_seconds"
    case engineUp = "berth_engine_up"
    case servers = "berth_servers"
    case queueLength = "berth_queue_length"
    case queueOldest = "berth_queue_oldest_seconds"
    case draining = "berth_draining"
    case transactions = "berth_store_transaction_seconds"
    case storeBytes = "berth_store_bytes"
    case gatewayUp = "berth_gateway_up"
    case gatewayRequests = "berth_gateway_requests_total"
    case gatewayReceived = "berth_gateway_received_bytes_total"
    case gatewaySent = "berth_gateway_sent_bytes_total"
    case gatewayConnections = "berth_gateway_connections"
    case gatewayWebSockets = "berth_gateway_websockets"

    /// What it tells.
    package var help: String {
        switch self {
        case .launches: "Launches that came to their end: started, or the reason why they did not start."
        case .launchSeconds: "From a launch's request until its server answered."
        case .phaseSeconds: "How long launches stayed in each phase on their way up; accepted is the queue."
        case .finished: "Servers that ended, by reason; what was reaped among them."
        case .resizes: "Resizes of running servers by what became of them: applied, or the code of the refusal."
        case .outOfMemory: "Times that it was told that a server's processes were killed for memory."
        case .engineCalls: "Calls to the container engine, with their wait for a free place."
        case .engineUp: "Whether the container engine answers: 1 or 0."
        case .servers: "Servers by the phase of their latest launch."
        case .queueLength: "Launches that wait for room."
        case .queueOldest: "How long the launch has waited that has waited longest."
        case .draining: "Whether launches are refused before maintenance: 1 or 0."
        case .transactions: "Transactions of the store, with their wait for their turn."
        case .storeBytes: "Size of the store's files: the database, and the log of what is not in it yet."
        case .gatewayUp: "Whether a gateway is attached: 1 or 0."
        case .gatewayRequests:
            "Requests that the gateway answered, by the first digit of the status; none: not answered."
        case .gatewayReceived: "Bytes that the gateway received from clients, on the wire."
        case .gatewaySent: "Bytes that the gateway sent to clients, on the wire."
        case .gatewayConnections: "Clients' connections that are open at the gateway."
        case .gatewayWebSockets: "WebSockets among them."
        }
    }
}
