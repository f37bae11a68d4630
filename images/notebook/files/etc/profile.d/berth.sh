# Login shells, which Jupyter's terminals are, start from Debian's PATH: put the image's Python back in front.
case ":$PATH:" in
    *:/opt/venv/bin:*) ;;
    *) PATH="/opt/venv/bin:$PATH" ;;
esac
