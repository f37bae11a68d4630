/// Requests for more than a profile's ceiling.
extension HubClient {
    /// Those that this credential may see, the newest first, page by page. Maps to `GET /requests`.
    package func requests(in state: String? = nil, of owner: String? = nil) async throws -> [RequestModel] {
        let call = HubCall(.get, HubPaths.requests).with("state", state).with("owner", owner)
        return try await pages(of: RequestModel.self, call)
    }

    /// Maps to `GET /requests/{id}`.
    package func request(_ id: String) async throws -> RequestModel {
        try await fetch(RequestModel.self, HubCall(.get, HubPaths.request(id)))
    }

    /// Maps to `POST /requests`.
    package func makeRequest(_ request: NewResourceRequest) async throws -> RequestModel {
        try await fetch(RequestModel.self, HubCall(.post, HubPaths.requests).sending(request))
    }

    /// Refused with 409 when it is decided already. Maps to `POST /requests/{id}/approve`.
    package func approve(_ id: String, _ approval: RequestApproval) async throws -> RequestModel {
        try await fetch(RequestModel.self, HubCall(.post, HubPaths.request(id) + "/approve").sending(approval))
    }

    /// Refused with 409 when it is decided already. Maps to `POST /requests/{id}/deny`.
    package func deny(_ id: String, _ denial: RequestDenial) async throws -> RequestModel {
        try await fetch(RequestModel.self, HubCall(.post, HubPaths.request(id) + "/deny").sending(denial))
    }

    /// Takes back what is pending, gives back what was granted. Maps to `DELETE /requests/{id}`.
    package func withdraw(_ id: String) async throws {
        try await perform(HubCall(.delete, HubPaths.request(id)))
    }
}
