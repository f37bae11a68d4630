/// The variables of a server's container. System identity wins over the profile's variables; reserved names are dropped.
package func containerEnvironment(
    server: Server, spec: ServerSpec, token: String, hub: String, base: BasePath
) -> [String: String] {
    spec.environment.filter { !isReservedVariable($0.key) }
        .merging(identityVariables(server, spec)) { _, system in system }
        .merging(jupyterVariables(server, spec, token, hub, base)) { _, system in system }
        .merging(spec.options.clean ? ["BERTH_CLEAN": "1"] : [:]) { _, system in system }
}

/// Whether only Berth may set a variable of this name. `JUPYTERHUB_API_TOKEN` is never set: docker-stacks' images
/// would start `jupyterhub-singleuser` on it.
package func isReservedVariable(_ name: String) -> Bool {
    name.hasPrefix("BERTH_") || name.hasPrefix("JUPYTERHUB_") || name == "JUPYTER_TOKEN" || name == "JPY_API_TOKEN"
}

/// Who the user is, in Berth's own names and those that JupyterHub and docker-stacks use.
private func identityVariables(_ server: Server, _ spec: ServerSpec) -> [String: String] {
    let user = spec.identity.user.value
    return [
        "BERTH_USER": user,
        "BERTH_GROUPS": spec.identity.groups.joined(separator: ","),
        "BERTH_ROLES": spec.identity.roles.joined(separator: ","),
        "BERTH_SERVER": server.key.name.value,
        "BERTH_SERVER_ID": server.id.value,
        "BERTH_GENERATION": "\(server.generation)",
        "BERTH_PROFILE": spec.profile.value,
        "BERTH_IMAGE": spec.image,
        "JUPYTERHUB_USER": user,
        "JUPYTERHUB_SERVER_NAME": server.key.name.value,
        "NB_USER": user,
        "NB_UID": "\(server.uid)",
        "NB_GID": "\(server.uid)",
        "USER": user,
        "LOGNAME": user,
        "HOME": containerHome,
    ]
}

/// What Jupyter and the tools inside need: where it is served, its token, the limits it lives under.
private func jupyterVariables(
    _ server: Server, _ spec: ServerSpec, _ token: String, _ hub: String, _ base: BasePath
) -> [String: String] {
    let prefix = base.path(of: server.key)
    return [
        "JUPYTERHUB_SERVICE_PREFIX": prefix,
        "JUPYTERHUB_HOST": hub,
        "JUPYTERHUB_BASE_URL": "\(base)/",
        "JUPYTER_TOKEN": token,
        "NOTEBOOK_ARGS": "--ServerApp.base_url=\(prefix) --ServerApp.root_dir=\(containerHome)/notebooks",
        "MEM_LIMIT": "\(spec.resources.memory.count)",
        "CPU_LIMIT": "\(spec.resources.cpu.burst)",
        "CPU_GUARANTEE": "\(spec.resources.cpu.reserve)",
    ]
}
